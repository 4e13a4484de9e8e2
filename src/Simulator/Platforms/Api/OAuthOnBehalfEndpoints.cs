using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.OAuth;

namespace WxYarpGateway.Simulator.Platforms.Api;

/// <summary>Answers web authorization for an authorizer: the codes are exchanged with the component token instead of a secret.</summary>
internal sealed class OAuthOnBehalfEndpoints(ComponentGate gate, AccountBook accounts, OAuthTokenEndpoints tokens)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/sns/oauth2/component/access_token"] =
            gate.Get((appId, call) => tokens.ExchangeOnBehalf(accounts.Find(appId), call)),
        ["/sns/oauth2/component/refresh_token"] =
            gate.Get((appId, call) => tokens.RefreshOnBehalf(accounts.Find(appId), call)),
    };
}
