using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WxYarpGateway.Console.Access;

namespace WxYarpGateway.Console.Pages.Keys;

/// <summary>
/// Makes keys of the internal API. The configuration is the operators' file, so it is not written: the maker says what to put there.
/// </summary>
internal sealed partial class ApiKeyMaker(ActingUser user, IAuditLog audit)
{
    private const int KeyBytes = 32;

    // Names of services may be Chinese.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns whether a key may have the name: it is a key of the configuration.</summary>
    public static bool IsName(string name) => Name().IsMatch(name) && !name.Contains("__", StringComparison.Ordinal);

    /// <summary>Makes a key that is good for some scopes, and for some services or all.</summary>
    /// <exception cref="UnauthorizedAccessException">The user is no admin.</exception>
    public async Task<MadeApiKey> MakeAsync(string name, IReadOnlyList<string> scopes, IReadOnlyList<string> services)
    {
        await user.RequireAsync(Policies.Admin);
        if (!IsName(name) || scopes.Count == 0 || scopes.Except(ApiScopes.All).Any())
        {
            throw new ArgumentException("The form checks names and scopes.", nameof(name));
        }

        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes));
        var options = new JsonObject
        {
            ["Hash"] = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}",
            ["Scopes"] = ListOf(scopes),
        };
        if (services.Count > 0)
        {
            options["Services"] = ListOf(services);
        }

        var fragment = new JsonObject { ["Gateway"] = new JsonObject { ["InternalApiKeys"] = new JsonObject { [name] = options } } };
        var made = new MadeApiKey(name, key, fragment.ToJsonString(Readable));
        await audit.WriteAsync(
            "api-key.make",
            name,
            $"{string.Join(", ", scopes)}{(services.Count > 0 ? $" for {string.Join(", ", services)}" : "")}",
            CancellationToken.None);
        return made;
    }

    private static JsonArray ListOf(IReadOnlyList<string> names) => [.. names.Select(name => JsonValue.Create(name))];

    // A colon would begin a key below it, and two underscores stand for one in the environment.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
