namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists the kinds of account; they differ in what they may reply.</summary>
public enum AccountKind
{
    /// <summary>An official account (公众号, 服务号), which may reply with every kind of message.</summary>
    OfficialAccount,

    /// <summary>A mini program or mini game, whose replies may only hand the user over to customer service.</summary>
    MiniProgram,
}
