using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>Identifies the content of a configuration.</summary>
/// <param name="Revision">The revision shown to operators. It is equal on all replicas with the same configuration and does not depend on
/// secrets, nor on where each of them listens.</param>
/// <param name="Digest">The hash over everything, secrets included; it is never shown.</param>
internal readonly record struct Fingerprint(string Revision, string Digest)
{
    private const int RevisionLength = 12;

    /// <summary>Returns the fingerprint of a whole configuration.</summary>
    /// <param name="all">The configuration.</param>
    /// <param name="section">The path of the section with the services.</param>
    public static Fingerprint Of(IConfiguration all, string section)
    {
        // Upper-case once: then paths, which share long prefixes, compare quickly. Lists of texts have code that is compiled ahead.
        var (keys, settings) = (new List<string>(), new List<string?>());
        foreach (var (key, value) in all.AsEnumerable())
        {
            keys.Add(key.ToUpperInvariant());
            settings.Add(value);
        }

        var (paths, values) = (keys.ToArray(), settings.ToArray());
        Array.Sort(paths, values, StringComparer.Ordinal);
        using var revision = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new ArrayBufferWriter<char>();
        var bytes = new ArrayBufferWriter<byte>();
        for (var index = 0; index < paths.Length; index++)
        {
            var path = paths[index];
            text.ResetWrittenCount();
            bytes.ResetWrittenCount();
            Write(path, values[index], text);
            Encoding.UTF8.GetBytes(text.WrittenSpan, bytes);
            digest.AppendData(bytes.WrittenSpan);
            if (!Secrets.IsSecret(path) && !ReplicaKeys.IsOwn(path, section))
            {
                revision.AppendData(bytes.WrittenSpan);
            }
        }

        return new Fingerprint(
            Convert.ToHexStringLower(revision.GetHashAndReset())[..RevisionLength], Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    /// <summary>Writes a setting with the lengths of its parts, so that different configurations never hash the same input.</summary>
    private static void Write(string path, string? value, ArrayBufferWriter<char> text)
    {
        Write(path.Length, text);
        text.Write(":");
        text.Write(path);
        text.Write("=");
        Write(value?.Length ?? -1, text);
        text.Write(":");
        text.Write(value);
        text.Write(";");
    }

    private static void Write(int number, ArrayBufferWriter<char> text)
    {
        const int longest = 11;
        number.TryFormat(text.GetSpan(longest), out var written, provider: CultureInfo.InvariantCulture);
        text.Advance(written);
    }
}
