// Loaded into a vendor's own program: no name resolves, so that a test reaches no vendor from any
// machine, and fails in the same way on all of them.
import dns from 'node:dns';

dns.lookup = (host, options, done) => {
  const answer = typeof options === 'function' ? options : done;
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: host });
  process.nextTick(answer, error);
};
