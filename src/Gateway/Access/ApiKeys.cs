using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The keys that open the internal listener. Only their digests are known, and comparing takes as long whatever is sent.</summary>
internal sealed class ApiKeys
{
    /// <summary>What a digest begins with in the configuration.</summary>
    public const string Prefix = "sha256:";

    /// <summary>The header for a key by itself.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly byte[][] _digests;

    public ApiKeys(IEnumerable<string?> configured)
    {
        _digests = [.. configured.Select(Parse).OfType<byte[]>()];
    }

    /// <summary>Gets a value indicating whether none is configured.</summary>
    public bool IsEmpty => _digests.Length == 0;

    /// <summary>Returns the digest that a text of the configuration holds, or <see langword="null"/> when it is none.</summary>
    public static byte[]? Parse(string? text)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        return text is not null
            && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && text.Length == Prefix.Length + (2 * digest.Length)
            && Convert.FromHexString(text.AsSpan(Prefix.Length), digest, out _, out _) == System.Buffers.OperationStatus.Done
                ? digest
                : null;
    }

    /// <summary>Returns whether a request carries one of the keys, as <c>Authorization: Bearer …</c> or as <c>X-Api-Key</c>.</summary>
    public bool Admits(IHeaderDictionary headers) => IsKey(One(headers[Header])) | IsKey(Bearer(One(headers.Authorization)));

    private static string? One(StringValues values) => values is [{ Length: > 0 } value] ? value : null;

    private static string? Bearer(string? authorization)
        => authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : null;

    private bool IsKey(string? candidate)
    {
        if (candidate is null)
        {
            return false;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(candidate));
        var isKey = false;
        foreach (var known in _digests)
        {
            isKey |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return isKey;
    }
}
