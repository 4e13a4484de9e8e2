using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Platform.Code;

/// <summary>
/// Asks how many audits a platform may submit. WeChat wants an account's token for it, of whichever account in the platform's care.
/// </summary>
public sealed class PlatformQuota
{
    // One may have lost its authorization without our knowing; three at once hardly do.
    private const int MostAccounts = 3;

    private readonly CodeApi _code;
    private readonly AuthorizerRegistry _authorizers;

    internal PlatformQuota(CodeApi code, AuthorizerRegistry authorizers) => (_code, _authorizers) = (code, authorizers);

    /// <summary>Asks WeChat with the token of a mini program in the platform's care; another one when the first has none.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The quota; null when the platform has no mini program in its care.</returns>
    public async ValueTask<WeChatResult<AuditQuota>?> AskAsync(WeChatPlatform platform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        WeChatResult<AuditQuota>? quota = null;
        foreach (var authorizer in GoodOnes(platform).Take(MostAccounts))
        {
            quota = await _code.QuotaAsync(
                AuthorizerKey.AccountOf(platform.Account, authorizer.AppId, authorizer.Kind), cancellationToken);
            if (quota.TryGet(out _, out var error) || error.IsUnanswered || error.Obstacle == TokenObstacle.WaitingForTicket)
            {
                return quota;
            }
        }

        return quota;
    }

    private IEnumerable<Authorizer> GoodOnes(WeChatPlatform platform) => _authorizers.Of(platform.AppId)
        .Where(authorizer => authorizer is { State: AuthorizerState.Authorized, Kind: ServiceKind.MiniProgram });
}
