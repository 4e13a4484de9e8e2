using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace WxYarpGateway.Transforms.Services;

/// <summary>A cipher of AES-256-CBC that many messages use, one after the other.</summary>
/// <remarks>
/// Setting up a key costs more than a message, and setting the framework's cipher back to its initialisation vector nearly as much.
/// So the framework's chain of blocks goes on from message to message. Each first block is corrected by the two vectors' difference:
/// the result is that of a new cipher, to the bit.
/// </remarks>
/// <param name="transform">The framework's cipher, without padding.</param>
/// <param name="initialisationVector">The vector that every message begins with.</param>
internal sealed class AesChain(ICryptoTransform transform, ReadOnlySpan<byte> initialisationVector)
{
    /// <summary>The length of a block in bytes.</summary>
    public const int Block = 16;

    /// <summary>A read of the system's random numbers costs more than a message, however few are read.</summary>
    private const int RandomBlocks = 64;

    private readonly Vector128<byte> _initialisationVector = Vector128.Create(initialisationVector);

    // Empty until the first is wanted: nothing random is needed to decrypt.
    private byte[] _random = [];
    private int _randomUsed;

    // What the framework mixes into the first block of the next message, mixed with what belongs there.
    private Vector128<byte> _correction;

    /// <summary>Encrypts whole blocks in place.</summary>
    public void Encrypt(ArraySegment<byte> blocks)
    {
        Correct(blocks);
        Transform(blocks);
        NoteEnd(Vector128.Create(blocks.AsSpan(^Block..)));
    }

    /// <summary>Decrypts whole blocks in place.</summary>
    public void Decrypt(ArraySegment<byte> blocks)
    {
        var end = Vector128.Create(blocks.AsSpan(^Block..));
        Transform(blocks);
        Correct(blocks);
        NoteEnd(end);
    }

    /// <summary>Fills a block with random bytes, none of which is given out again.</summary>
    public void FillRandom(Span<byte> block)
    {
        if (_randomUsed == _random.Length)
        {
            _random = RandomNumberGenerator.GetBytes(RandomBlocks * Block);
            _randomUsed = 0;
        }

        _random.AsSpan(_randomUsed, Block).CopyTo(block);
        _randomUsed += Block;
    }

    private void Correct(Span<byte> blocks) => (Vector128.Create(blocks[..Block]) ^ _correction).CopyTo(blocks);

    private void Transform(ArraySegment<byte> blocks)
        => transform.TransformBlock(blocks.Array!, blocks.Offset, blocks.Count, blocks.Array!, blocks.Offset);

    private void NoteEnd(Vector128<byte> lastOfCiphertext) => _correction = lastOfCiphertext ^ _initialisationVector;
}
