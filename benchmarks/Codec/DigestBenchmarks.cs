using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using WxYarpGateway.Transforms.Envelopes;

namespace WxYarpGateway.Codec;

/// <summary>What a push's digests and random bytes cost by the platform and otherwise; see docs/adr/0014.</summary>
[MemoryDiagnoser]
public class DigestBenchmarks
{
    private const int RandomBatch = 1024;

    private readonly byte[] _signed = RandomNumberGenerator.GetBytes(50);
    private readonly byte[] _sealed = RandomNumberGenerator.GetBytes(640);
    private readonly byte[] _digest = new byte[SHA256.HashSizeInBytes];
    private readonly byte[] _random = new byte[RandomBatch];

    // What WeChat signs with is compared.
#pragma warning disable CA5350
    private readonly IncrementalHash _pooled = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);

    [Benchmark]
    public int ShortByPlatform() => SHA1.HashData(_signed, _digest);

    [Benchmark]
    public int LongByPlatform() => SHA1.HashData(_sealed, _digest);
#pragma warning restore CA5350

    [Benchmark]
    public void ShortByOurs() => ShortSha1.Hash(_signed, _digest);

    [Benchmark]
    public int ShortPooled() => Pooled(_signed);

    [Benchmark]
    public int LongPooled() => Pooled(_sealed);

    [Benchmark]
    public int Sha256() => SHA256.HashData(_sealed, _digest);

    [Benchmark]
    public void RandomBlock() => RandomNumberGenerator.Fill(_random.AsSpan(0, 16));

    [Benchmark]
    public void RandomBlocks() => RandomNumberGenerator.Fill(_random);

    private int Pooled(byte[] text)
    {
        _pooled.AppendData(text);
        return _pooled.GetHashAndReset(_digest);
    }
}
