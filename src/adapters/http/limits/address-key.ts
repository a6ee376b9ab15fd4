import ipaddr from 'ipaddr.js'

/** What counts as one address: of IPv6 the /64 network that one customer has, of an IPv4 address in IPv6 form the IPv4 one. */
export function addressKey(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown'
  const address = ipaddr.process(ip)
  if (address instanceof ipaddr.IPv6)
    return `${address.parts
      .slice(0, 4)
      .map((part) => part.toString(16))
      .join(':')}::/64`
  return address.toString()
}
