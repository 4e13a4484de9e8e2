using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>The contents of <c>simulator.json</c>.</summary>
internal sealed record ServeSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public string? Urls { get; init; }

    public IReadOnlyList<SimulatedAccount> Accounts { get; init; } = [];

    /// <summary>Gets the accounts' followers, by AppId.</summary>
    public Dictionary<string, IReadOnlyList<SimulatedUser>> Users { get; init; } = [];

    public IReadOnlyList<SimulatedPlatform> Platforms { get; init; } = [];

    public static async Task<ServeSettings> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return await JsonSerializer.DeserializeAsync<ServeSettings>(stream, Json, cancellationToken)
            ?? throw new JsonException("The file must hold a JSON object.");
    }

    /// <summary>Returns the first error of the accounts and platforms, or null.</summary>
    public string? FindError() =>
        Accounts.Select(ErrorOf).FirstOrDefault(error => error is not null)
        ?? (Users.Keys.FirstOrDefault(IsUnknown) is { } unknown ? $"'Users' names the AppId '{unknown}', which no account has." : null)
        ?? Platforms.Select(ErrorOf).FirstOrDefault(error => error is not null);

    private bool IsUnknown(string appId) => Accounts.All(account => account.AppId != appId);

    private string? ErrorOf(SimulatedPlatform platform)
    {
        var authorizers = platform.Authorizers.Select(authorizer => authorizer.AppId);
        return platform.AppId.Length == 0 ? "Every platform needs an AppId."
            : !IsUnknown(platform.AppId) ? $"'{platform.AppId}' is an account and a platform; an AppId can be only one of them."
            : CheckedOptions.ErrorOfKey(platform.EncodingAesKey) is { } error ? $"Platform '{platform.AppId}': the EncodingAESKey {error}"
            : platform.MessageUrl?.OriginalString.Contains(SimulatedPlatform.AppIdMark, StringComparison.Ordinal) == false
                ? $"Platform '{platform.AppId}': the MessageUrl needs {SimulatedPlatform.AppIdMark}."
            : authorizers.FirstOrDefault(IsUnknown) is { } unknown
                ? $"Platform '{platform.AppId}' names the authorizer '{unknown}', which no account has."
            : null;
    }

    private static string? ErrorOf(SimulatedAccount account)
    {
        if (account.AppId.Length == 0)
        {
            return "Every account needs an AppId.";
        }

        var key = account.EncodingAesKey ?? "";
        var error = key.Length > 0 ? CheckedOptions.ErrorOfKey(key) : null;
        return error is not null ? $"Account '{account.AppId}': the EncodingAESKey {error}"
            : account.Encryption != EncryptionMode.Plaintext && key.Length == 0
                ? $"Account '{account.AppId}': an encrypted mode needs an EncodingAESKey."
                : null;
    }
}
