"""Ed25519 as RFC 8032 has it: clear and slow. Signing is not safe against whoever can time it, and is here
for keys that are public anyway."""

import hashlib

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT = pow(2, (PRIME - 1) // 4, PRIME)


def hashed(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little")


def abscissa(ordinate, sign):
    """The x of a point by its y and the lowest bit of x; `None` where there is none."""
    if ordinate >= PRIME:
        return None
    square = (ordinate**2 - 1) * pow(CURVE * ordinate**2 + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * ROOT % PRIME
    if (x * x - square) % PRIME or (x == 0 and sign):
        return None
    return PRIME - x if x & 1 != sign else x


def add(left, right):
    """Points as (X, Y, Z, T), with x = X/Z, y = Y/Z and xy = T/Z."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = left, right
    a, b = (y1 - x1) * (y2 - x2) % PRIME, (y1 + x1) * (y2 + x2) % PRIME
    c, d = 2 * t1 * t2 * CURVE % PRIME, 2 * z1 * z2 % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point_of(x, y):
    return x, y, 1, x * y % PRIME


BASE_Y = 4 * pow(5, -1, PRIME) % PRIME
BASE = point_of(abscissa(BASE_Y, 0), BASE_Y)


def compressed(point):
    x, y, z, _ = point
    inverse = pow(z, -1, PRIME)
    return (y * inverse % PRIME | (x * inverse % PRIME & 1) << 255).to_bytes(32, "little")


def decompressed(data):
    number = int.from_bytes(data, "little")
    y = number & ((1 << 255) - 1)
    x = abscissa(y, number >> 255)
    return None if x is None else point_of(x, y)


def secret_of(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & ((1 << 254) - 8) | 1 << 254, digest[32:]


def public_key(seed):
    return compressed(times(secret_of(seed)[0], BASE))


def sign(seed, message):
    secret, prefix = secret_of(seed)
    public = public_key(seed)
    nonce = hashed(prefix + message) % ORDER
    commitment = compressed(times(nonce, BASE))
    answer = (nonce + hashed(commitment + public + message) * secret) % ORDER
    return commitment + answer.to_bytes(32, "little")


def verify(public, message, signature):
    """Whether the signature is one of the message by the key."""
    key, commitment = decompressed(public), decompressed(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commitment is None or answer >= ORDER:
        return False
    challenge = hashed(signature[:32] + public + message) % ORDER
    left, right = times(answer, BASE), add(commitment, times(challenge, key))
    return compressed(left) == compressed(right)
