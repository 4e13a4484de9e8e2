using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Plan;
using WxYarpGateway.Chaos.Stage;

namespace WxYarpGateway.Chaos.Faults;

/// <summary>Has WeChat refuse tokens that it gave out.</summary>
internal sealed class TokenFaults(ChaosStage stage, Journal journal)
{
    public string Revoke(PlannedFault fault) => Refuse(fault, stage.WeChat.RevokeToken, "revoked");

    public string Expire(PlannedFault fault) => Refuse(fault, stage.WeChat.ExpireToken, "expired early");

    private string Refuse(PlannedFault fault, Action<string> refuse, string how)
    {
        var account = ChaosStage.AccountOf(fault.Target);
        journal.Begin(TroubleKind.TokenRefused, fault.Target).End();
        refuse(account);
        return $"the token of {account} {how}";
    }
}
