using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Pushes.Messages;

/// <summary>The account's settings at the start of a push, so that a key rotation does not change a push half way.</summary>
internal sealed record PushIdentity(
    string AppId,
    string OriginalId,
    string Token,
    string? EncodingAesKey,
    DataFormat Format,
    EncryptionMode Encryption)
{
    public AccountKind Kind { get; init; }

    // A record's default text would show the secrets.
    public override string ToString() => $"{AppId} ({Encryption}, {Format})";
}
