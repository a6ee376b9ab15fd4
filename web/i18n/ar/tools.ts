import { pluralFor } from '../plural.js'
import type { Texts } from '../translation.js'

const plural = pluralFor('ar')

export const composer: Texts['composer'] = {
  to: (name) => `رسالة إلى ${name}`,
  toThread: 'رد في السلسلة',
  placeholder: 'رسالة',
  help: 'مفتاح الإدخال يرسل، ومع العالي يبدأ سطرًا جديدًا. السهم إلى أعلى يعدّل رسالتك الأخيرة.',
  send: 'إرسال',
  emoji: 'رموز تعبيرية',
  attach: 'إرفاق ملفات',
  dropHere: 'أفلت الملفات لإرفاقها',
  uploading: (percent) => `${percent} %`,
  uploadFailed: 'تعذّر الرفع.',
  tooLarge: 'كبير جدًا.',
  removeFile: (name) => `إزالة ${name}`,
  cancelReply: 'إلغاء الرد',
  cancelEdit: 'إلغاء التعديل',
  mentionList: 'أشخاص للإشارة إليهم',
  everybody: 'كل من في المحادثة',
  searchEmoji: 'بحث في الرموز',
  noEmoji: 'لا يوجد رمز كهذا.',
}

export const search: Texts['search'] = {
  title: 'بحث',
  label: 'البحث في الرسائل',
  here: 'في هذه المحادثة',
  everywhere: 'في كل مكان',
  scope: 'أين يُبحث',
  hint: 'كلمات مما يمكنك قراءته.',
  nothing: 'لم يُعثر على شيء.',
  results: (count) => plural(count, { zero: 'لا نتائج', one: 'نتيجة واحدة', two: 'نتيجتان', few: '# نتائج', other: '# نتيجة' }),
}

export const palette: Texts['palette'] = {
  title: 'اذهب إلى أي مكان أو افعل أي شيء',
  placeholder: 'محادثة أو شخص أو ما تريد فعله …',
  nothing: 'لا شيء بهذا الاسم.',
  chats: 'المحادثات',
  people: 'الأشخاص',
  actions: 'الإجراءات',
  open: 'ابحث أو افعل أي شيء',
  shortcuts: 'اختصارات لوحة المفاتيح',
  nextChat: 'المحادثة التالية',
  previousChat: 'المحادثة السابقة',
  editLast: 'تعديل رسالتك الأخيرة',
  focusComposer: 'الكتابة',
  moveInList: 'من رسالة إلى رسالة',
  cancel: 'إغلاق أو إلغاء',
}
