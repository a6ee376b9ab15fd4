import { Navigate, NavLink, Route, Routes, useNavigate } from 'react-router'
import { IconButton } from '../../../components/button.js'
import { Icon, type IconName } from '../../../components/icon.js'
import { useTexts } from '../../../i18n/language.js'
import { classNames } from '../../../lib/class-names.js'
import { useTitle } from '../../../lib/use-title.js'
import { AccountSection } from './account-section.js'
import { AppearanceSection } from './appearance-section.js'
import { BlockedSection } from './blocked-section.js'
import { NotificationsSection } from './notifications-section.js'
import { ProfileSection } from './profile-section.js'
import { SecuritySection } from './security-section.js'
import { SessionsSection } from './sessions-section.js'

export function SettingsPage() {
  const { settings, common } = useTexts()
  const navigate = useNavigate()
  useTitle(`${settings.title} · Parley`)
  const places: readonly { path: string; icon: IconName; name: string }[] = [
    { path: 'profile', icon: 'person', name: settings.profile },
    { path: 'account', icon: 'mail', name: settings.account },
    { path: 'sessions', icon: 'device', name: settings.sessions },
    { path: 'security', icon: 'shield', name: settings.security },
    { path: 'notifications', icon: 'bell', name: settings.notifications },
    { path: 'appearance', icon: 'eye', name: settings.appearance },
    { path: 'blocked', icon: 'flag', name: settings.blocked },
  ]
  return (
    <div className="flex h-full flex-col overflow-hidden">
      <header className="flex h-16 shrink-0 items-center gap-2 border-line border-b bg-panel px-3 sm:px-6">
        <IconButton icon="back" label={common.back} onClick={() => void navigate('/chats')} className="rtl:-scale-x-100" />
        <h1 className="font-semibold text-lg">{settings.title}</h1>
      </header>
      <div className="flex min-h-0 flex-1 flex-col sm:flex-row">
        <nav
          aria-label={settings.title}
          className="flex shrink-0 gap-1 overflow-x-auto border-line border-b bg-panel p-2 sm:w-60 sm:flex-col sm:border-e sm:border-b-0 sm:p-3"
        >
          {places.map(({ path, icon, name }) => (
            <NavLink
              key={path}
              to={`/settings/${path}`}
              className={({ isActive }) =>
                classNames(
                  'flex min-h-10 shrink-0 items-center gap-3 whitespace-nowrap rounded-lg px-3 -outline-offset-2 transition-colors',
                  isActive ? 'bg-accent-soft font-medium text-accent' : 'hover:bg-sunken',
                )
              }
            >
              <Icon name={icon} className="size-5" />
              {name}
            </NavLink>
          ))}
        </nav>
        <main className="min-h-0 flex-1 overflow-y-auto px-4 py-6 sm:px-8">
          <div className="mx-auto max-w-2xl">
            <Routes>
              <Route path="profile" element={<ProfileSection />} />
              <Route path="account" element={<AccountSection />} />
              <Route path="sessions" element={<SessionsSection />} />
              <Route path="security" element={<SecuritySection />} />
              <Route path="notifications" element={<NotificationsSection />} />
              <Route path="appearance" element={<AppearanceSection />} />
              <Route path="blocked" element={<BlockedSection />} />
              <Route path="*" element={<Navigate to="/settings/profile" replace />} />
            </Routes>
          </div>
        </main>
      </div>
    </div>
  )
}
