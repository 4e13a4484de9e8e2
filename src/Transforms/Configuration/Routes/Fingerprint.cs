using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Transforms.Configuration.Routes;

/// <summary>What tells one configuration from another.</summary>
/// <param name="Revision">What is shown to people, equal on all replicas that have the same; secrets have no part in it.</param>
/// <param name="Digest">The hash over everything, secrets included; it is never shown.</param>
internal readonly record struct Fingerprint(string Revision, string Digest)
{
    private const int RevisionLength = 12;

    /// <summary>Returns the fingerprint of a whole configuration.</summary>
    public static Fingerprint Of(IConfiguration all)
    {
        var settings = all.AsEnumerable().ToArray();

        // Once in capitals, paths compare quickly: nearly all begin alike.
        var paths = Array.ConvertAll(settings, static setting => setting.Key.ToUpperInvariant());
        Array.Sort(paths, settings, StringComparer.Ordinal);
        using var revision = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var text = new ArrayBufferWriter<char>();
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var (path, (_, value)) in paths.Zip(settings))
        {
            text.ResetWrittenCount();
            bytes.ResetWrittenCount();
            Write(path, value, text);
            Encoding.UTF8.GetBytes(text.WrittenSpan, bytes);
            digest.AppendData(bytes.WrittenSpan);
            if (!Secrets.IsSecret(path))
            {
                revision.AppendData(bytes.WrittenSpan);
            }
        }

        return new Fingerprint(Convert.ToHexStringLower(revision.GetHashAndReset())[..RevisionLength], Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    /// <summary>Writes a setting with the lengths of its parts, so that no two configurations write the same.</summary>
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
