using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Codes;

namespace WxYarpGateway.Gateway.Tests.Endpoints;

/// <summary>A code exchange that gives what a test wants, and remembers what it was asked.</summary>
internal sealed class FakeOAuthCodes : IOAuthCodes
{
    public WeChatResult<OAuthUser> Answer { get; set; } = new OAuthUser("oUser", "", "snsapi_base", IsSnapshotUser: false);

    public List<(string Service, string Code, ProfileFetch Fetch)> Asked { get; } = [];

    public ValueTask<WeChatResult<OAuthUser>> ExchangeAsync(
        Account account, string code, ProfileFetch fetch, CancellationToken cancellationToken)
    {
        Asked.Add((account.Service, code, fetch));
        return ValueTask.FromResult(Answer);
    }
}
