import { Link, type LinkProps } from 'react-router'

export const textLink = 'font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

export const TextLink = (props: LinkProps) => <Link {...props} className={textLink} />
