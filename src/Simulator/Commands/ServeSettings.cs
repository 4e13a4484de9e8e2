using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Commands;

/// <summary>Holds what <c>simulator.json</c> may say.</summary>
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
    public Dictionary<string, IReadOnlyList<Users.SimulatedUser>> Users { get; init; } = [];

    public static async Task<ServeSettings> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        return await JsonSerializer.DeserializeAsync<ServeSettings>(stream, Json, cancellationToken) ?? throw new JsonException("The file must hold a JSON object.");
    }

    /// <summary>Returns what is wrong with the accounts, or null.</summary>
    public string? FindFault() =>
        Accounts.Select(FaultOf).FirstOrDefault(fault => fault is not null)
        ?? Users.Keys.Where(appId => Accounts.All(account => account.AppId != appId)).Select(appId => $"'Users' names the AppId '{appId}', which no account has.").FirstOrDefault();

    private static string? FaultOf(SimulatedAccount account) =>
        account.AppId.Length == 0 ? "Every account needs an AppId."
        : account.EncodingAesKey is { Length: > 0 } key && CheckedOptions.FaultOfKey(key) is { } fault ? $"Account '{account.AppId}': the EncodingAESKey {fault}"
        : account.Encryption != EncryptionMode.Plaintext && string.IsNullOrEmpty(account.EncodingAesKey) ? $"Account '{account.AppId}': an encrypted mode needs an EncodingAESKey."
        : null;
}
