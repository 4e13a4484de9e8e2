using System.Security.Cryptography;

namespace WxYarpGateway.Database.Encryption;

/// <summary>Random nonces, many at once: the kernel takes as long for one as for some dozens.</summary>
/// <remarks>They are no secret, also before their use.</remarks>
internal sealed class FieldNonces(int length)
{
    private const int Many = 64;

    private readonly Lock _gate = new();
    private readonly byte[] _random = new byte[length * Many];
    private int _taken = Many;

    /// <summary>Takes a nonce that nobody else gets.</summary>
    public void Take(Span<byte> nonce)
    {
        lock (_gate)
        {
            if (_taken == Many)
            {
                RandomNumberGenerator.Fill(_random);
                _taken = 0;
            }

            _random.AsSpan(length * _taken++, length).CopyTo(nonce);
        }
    }
}
