using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes.Phones;

/// <summary>WeChat's answer to one phone code, as all replicas share it: sealed, since it has the number.</summary>
/// <param name="key">The key of the code in the store.</param>
/// <param name="account">The mini program that the code is for.</param>
/// <param name="code">The code.</param>
/// <param name="openId">The user that it must be of.</param>
/// <param name="store">Keeps the answer.</param>
/// <param name="cipher">Seals it.</param>
/// <param name="weChat">Asks WeChat.</param>
internal sealed class SharedPhone(
    string key, Account account, string code, string openId, IExpiringStore store, ISpillCipher cipher, PhoneApi weChat)
    : SharedValue<WeChatResult<ReadOnlyMemory<byte>>>(key, "phone code", account.Service)
{
    // WeChat: a code is valid for 5 minutes.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public override async ValueTask<WeChatResult<ReadOnlyMemory<byte>>?> ReadAsync(CancellationToken cancellationToken)
        => await store.GetAsync(Key, cancellationToken) is { } found && cipher.Open(found.Value, Key) is { } json
            ? (ReadOnlyMemory<byte>)json
            : (WeChatResult<ReadOnlyMemory<byte>>?)null;

    public override ValueTask<WeChatResult<ReadOnlyMemory<byte>>> AskAsync(CancellationToken cancellationToken)
        => weChat.AskAsync(account, code, openId, cancellationToken);

    // Errors are not remembered: a code that is no good costs nothing, and WeChat says so again.
    public override async ValueTask<WeChatResult<ReadOnlyMemory<byte>>?> WriteAsync(
        Lease lease, WeChatResult<ReadOnlyMemory<byte>> asked, CancellationToken cancellationToken)
    {
        if (asked.TryGet(out var json, out _))
        {
            await store.SetAsync(Key, new StoredValue(cipher.Seal(json.ToArray(), Key), Life), cancellationToken);
        }

        return asked;
    }

    // Most phones come to one replica only, whose single flight keeps a code from being exchanged twice at a time.
    public override ValueTask<WeChatResult<ReadOnlyMemory<byte>>> AskAloneAsync(CancellationToken cancellationToken)
        => AskAsync(cancellationToken);

    public override WeChatResult<ReadOnlyMemory<byte>> TimedOut()
        => new WeChatError(null, ErrorClass.Busy, "Another replica is exchanging the code and did not finish in time.");
}
