import { pluralFor } from '../plural.js'
import type { Texts } from '../translation.js'

const plural = pluralFor('ar')

export const common: Texts['common'] = {
  cancel: 'إلغاء',
  close: 'إغلاق',
  save: 'حفظ',
  saved: 'تم الحفظ',
  remove: 'إزالة',
  delete: 'حذف',
  tryAgain: 'حاول مجددًا',
  reload: 'إعادة التحميل',
  showMore: 'عرض المزيد',
  more: 'المزيد',
  back: 'رجوع',
  open: 'فتح',
  copy: 'نسخ',
  copied: 'تم النسخ',
  dismiss: 'إخفاء',
  loading: 'جارٍ التحميل',
  you: 'أنت',
  somebody: 'شخص ما',
  untitledGroup: 'مجموعة بلا اسم',
  optional: 'اختياري',
  showPassword: 'إظهار كلمة المرور',
}

export const errors: Texts['errors'] = {
  unreachable: 'لا يمكن الوصول إلى الخادم. تحقّق من اتصالك.',
  startFailing: 'لا يمكن الوصول إلى الخادم. نحاول مجددًا …',
  waiting: (count) =>
    plural(count, {
      one: 'رسالة واحدة تنتظر هنا إرسالها.',
      two: 'رسالتان تنتظران هنا إرسالهما.',
      few: '# رسائل تنتظر هنا إرسالها.',
      many: '# رسالة تنتظر هنا إرسالها.',
      other: '# رسالة تنتظر هنا إرسالها.',
    }),
  broke: 'تعطّل هذا الجزء من الصفحة',
  brokeLead: 'رسائلك آمنة على الخادم.',
  unknown: 'حدث خطأ ما.',
  invalid_credentials: 'البريد أو كلمة المرور غير صحيحة.',
  rate_limited: 'محاولات كثيرة. انتظر لحظة.',
  unavailable: 'الخادم مشغول. حاول بعد لحظة.',
  forbidden: 'لا يحق لك ذلك.',
  not_found: 'لم يعد موجودًا.',
  conflict: 'لا يمكن ذلك والحال هذه.',
  handle_taken: 'هذا المعرّف لشخص آخر. اختر غيره.',
  token_used_or_expired: 'لم يعد هذا الرابط يعمل.',
  payload_too_large: 'هذا كبير جدًا.',
  notification: (name, chat) => `${name} في ${chat}`,
}
