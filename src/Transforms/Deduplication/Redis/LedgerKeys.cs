using System.Buffers.Binary;
using System.Text;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Redis;

namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>The names of the ledger's keys, as bytes: each message needs two or three.</summary>
internal sealed class LedgerKeys(RedisAccess redis)
{
    /// <summary>The channel that tells of replies; without the prefix.</summary>
    public const string Channel = "v1:replies";

    /// <summary>The digits of a digest.</summary>
    private const int Digits = 32;

    private readonly byte[] _message = Encoding.UTF8.GetBytes(redis.Key("v1:message:"));
    private readonly byte[] _signature = Encoding.UTF8.GetBytes(redis.Key("v1:signature:"));

    /// <summary>Gets what the names of all replicas' keys begin with.</summary>
    public string Replicas { get; } = redis.Key("v1:replica:");

    /// <summary>Returns the key of a message.</summary>
    public RedisKey Of(MessageIdentity message) => NameOf(_message, message.Digest, ""u8);

    /// <summary>Returns the key of the deliveries that wait for the reply to a message.</summary>
    public RedisKey WaitingFor(MessageIdentity message) => NameOf(_message, message.Digest, ":waiting"u8);

    /// <summary>Returns the key of a plaintext push's signature.</summary>
    public RedisKey OfSignature(PlaintextSeal seal) => NameOf(_signature, seal.Signature, ""u8);

    /// <summary>Returns a digest as it is written in Redis: as hex digits.</summary>
    public static byte[] DigitsOf(UInt128 digest) => NameOf([], digest, []);

    private static byte[] NameOf(ReadOnlySpan<byte> beginning, UInt128 digest, ReadOnlySpan<byte> end)
    {
        Span<byte> bytes = stackalloc byte[Digits / 2];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, digest);
        var name = new byte[beginning.Length + Digits + end.Length];
        beginning.CopyTo(name);
        Convert.TryToHexStringLower(bytes, name.AsSpan(beginning.Length), out _);
        end.CopyTo(name.AsSpan(beginning.Length + Digits));
        return name;
    }
}
