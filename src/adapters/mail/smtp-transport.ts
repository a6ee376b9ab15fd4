import nodemailer from 'nodemailer'

/** A pool of connections to the server, opened as mail is sent. Every wait is bounded. */
export const openSmtpTransport = (url: string) =>
  nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
