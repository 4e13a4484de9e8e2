using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Holds the account's settings as they were when a push began, so that a rotation does not tear it.</summary>
internal sealed record PushIdentity(string AppId, string OriginalId, string Token, string? EncodingAesKey, DataFormat Format, EncryptionMode Encryption)
{
    public AccountKind Kind { get; init; }

    public static PushIdentity Of(SimulatedAccount account, PushOptions options) => new(
        options.ReceiverId ?? account.AppId,
        account.OriginalId,
        options.Token ?? account.Token,
        options.EncodingAesKey ?? account.EncodingAesKey,
        account.Format,
        options.Encryption ?? account.Encryption)
    {
        Kind = account.Kind,
    };

    // The record's own text would show the secrets.
    public override string ToString() => $"{AppId} ({Encryption}, {Format})";
}
