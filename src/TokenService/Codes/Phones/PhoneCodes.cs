using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.TokenService.Store.Leases;

namespace WxYarpGateway.TokenService.Codes.Phones;

/// <summary>
/// Exchanges codes of <c>getPhoneNumber</c>, each once for all replicas, since each success costs money (¥0.03, 手机号快速验证组件). The
/// answer is remembered for five minutes, so that a phone may repeat its request.
/// </summary>
public sealed partial class PhoneCodes : IDisposable
{
    private readonly CodeFlights<ReadOnlyMemory<byte>> _flights;
    private readonly IExpiringStore _store;
    private readonly ISpillCipher _cipher;
    private readonly PhoneApi _weChat;

    internal PhoneCodes(
        SharedFetch fetch, IExpiringStore store, ISpillCipher cipher, PhoneApi weChat, ILogger<PhoneCodes> logger)
    {
        _flights = new(fetch, (exception, service) => Log.Crashed(logger, exception, service));
        _store = store;
        _cipher = cipher;
        _weChat = weChat;
    }

    /// <summary>Returns WeChat's answer, with <c>phone_info</c>.</summary>
    /// <param name="account">The mini program.</param>
    /// <param name="code">The code.</param>
    /// <param name="openId">The user that the code must be of: nobody else's code works.</param>
    /// <param name="cancellationToken">Gives up waiting; an exchange that has begun goes on.</param>
    public async ValueTask<WeChatResult<ReadOnlyMemory<byte>>> ExchangeAsync(
        Account account, string code, string openId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(openId);
        var key = KeyOf(account.AppId, openId, code);
        return await _flights.GetAsync(new SharedPhone(key, account, code, openId, _store, _cipher, _weChat), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _flights.Dispose();

    // Under its hash, so that a list of the keys reveals none.
    private static string KeyOf(AppId appId, string openId, string code)
        => "v1:phone:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{appId.Value}\n{openId}\n{code}")));

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "Exchanging a phone code of service '{Service}' failed unexpectedly; the user's number is not known.",
            EventName = "Crashed")]
        public static partial void Crashed(ILogger logger, Exception exception, string service);
    }
}
