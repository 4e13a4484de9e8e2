using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Access;

/// <summary>The keys that open the internal listener. Only their digests are known, and comparing takes as long whatever is sent.</summary>
internal sealed class ApiKeys
{
    /// <summary>What a digest begins with in the configuration.</summary>
    public const string Prefix = "sha256:";

    /// <summary>The header for a key by itself.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly ApiKey[] _keys;

    public ApiKeys(IEnumerable<KeyValuePair<string, ApiKeyOptions>> configured, ApiKeyUses uses)
    {
        _keys = [.. configured.Select(key => ApiKey.Of(key.Key, key.Value, uses)).OfType<ApiKey>()];
    }

    /// <summary>Gets the keys.</summary>
    public IReadOnlyList<ApiKey> All => _keys;

    /// <summary>Gets a value indicating whether none is configured.</summary>
    public bool IsEmpty => _keys.Length == 0;

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

    /// <summary>
    /// Returns the key that a request carries, as <c>X-Api-Key</c> or else as <c>Authorization: Bearer …</c>; <see langword="null"/> when
    /// it carries none of them. The key notes that it was shown.
    /// </summary>
    public ApiKey? Find(IHeaderDictionary headers)
    {
        var (own, bearer) = (Find(One(headers[Header])), Find(Bearer(One(headers.Authorization))));
        var shown = own ?? bearer;
        shown?.Use.Note();
        return shown;
    }

    private static string? One(StringValues values) => values is [{ Length: > 0 } value] ? value : null;

    private static string? Bearer(string? authorization)
        => authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : null;

    private ApiKey? Find(string? candidate)
    {
        if (candidate is null)
        {
            return null;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(candidate));
        ApiKey? found = null;
        foreach (var known in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(known.Digest, digest) ? known : found;
        }

        return found;
    }
}
