using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.TokenService.Codes.QrLogins;

/// <summary>Keeps sign-ins by QR code for all replicas: each step is written once, by whichever replica it meets.</summary>
/// <remarks>Every call throws <see cref="StoreUnavailableException"/> while the store is away.</remarks>
public sealed class QrLoginStore
{
    private const string Purpose = "qr-login-code";
    private const int CodeBytes = 32;

    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);

    private readonly IExpiringStore _store;
    private readonly OneTimeUse _uses;

    internal QrLoginStore(IExpiringStore store, OneTimeUse uses) => (_store, _uses) = (store, uses);

    /// <summary>Keeps a sign-in that begins.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="login">The sign-in, with an id of its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask BeginAsync(Account account, QrLoginAttempt login, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(login);
        await _store.SetAsync(
            KeyOf("began", account, login.Id), ValueOf(login, QrLoginJson.Default.QrLoginAttempt, QrLoginAttempt.Life), cancellationToken);
    }

    /// <summary>Returns a sign-in; <see langword="null"/> when there is none, or it is over.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<QrLoginAttempt?> FindAsync(Account account, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Read(await _store.GetAsync(KeyOf("began", account, id), cancellationToken), QrLoginJson.Default.QrLoginAttempt);
    }

    /// <summary>Notes who scanned the code; returns who did so first.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="id">The sign-in.</param>
    /// <param name="scan">Who scanned it now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<QrScan?> ScanAsync(Account account, string id, QrScan scan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(scan);
        var first = await _store.AddAsync(
            KeyOf("scanned", account, id), ValueOf(scan, QrLoginJson.Default.QrScan, QrLoginAttempt.Life), cancellationToken);
        return Read(new StoredValue(first, QrLoginAttempt.Life), QrLoginJson.Default.QrScan);
    }

    /// <summary>Returns who scanned the code first; <see langword="null"/> while nobody has.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="id">The sign-in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<QrScan?> ScanOfAsync(Account account, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Read(await _store.GetAsync(KeyOf("scanned", account, id), cancellationToken), QrLoginJson.Default.QrScan);
    }

    /// <summary>Notes that who scanned the code wants the sign-in.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="id">The sign-in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask ConfirmAsync(Account account, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        await _store.SetAsync(KeyOf("confirmed", account, id), new StoredValue([1], QrLoginAttempt.Life), cancellationToken);
    }

    /// <summary>Returns whether who scanned the code wants the sign-in.</summary>
    /// <param name="account">The account whose QR code is shown.</param>
    /// <param name="id">The sign-in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool> IsConfirmedAsync(Account account, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        return await _store.GetAsync(KeyOf("confirmed", account, id), cancellationToken) is not null;
    }

    /// <summary>Returns a code for a backend to exchange: 43 characters of base64url, good once, for one minute.</summary>
    /// <param name="account">The account.</param>
    /// <param name="openId">The user that it stands for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<string> IssueCodeAsync(Account account, string openId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        await _store.SetAsync(KeyOf("code", account, code), StoredValue.OfText(openId, CodeLife), cancellationToken);
        return code;
    }

    /// <summary>Returns the user that a code stands for; <see langword="null"/> for a code that is unknown, used or over.</summary>
    /// <param name="account">The account.</param>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<string?> ExchangeCodeAsync(Account account, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(code);
        return await _store.GetAsync(KeyOf("code", account, code), cancellationToken) is { } user
            && await _uses.TryUseAsync(Purpose, DigestOf(account, code), CodeLife, cancellationToken)
                ? user.Text
                : null;
    }

    private static string KeyOf(string step, Account account, string id) => $"v1:qr-login:{step}:{DigestOf(account, id)}";

    private static string DigestOf(Account account, string id) => Base64Url.EncodeToString(OAuthKey.Hash(account.AppId, id));

    private static StoredValue ValueOf<T>(T value, JsonTypeInfo<T> type, TimeSpan life)
        => StoredValue.OfText(JsonSerializer.Serialize(value, type), life);

    // What others can write to is not believed unread.
    private static T? Read<T>(StoredValue? stored, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize(stored.Value, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
