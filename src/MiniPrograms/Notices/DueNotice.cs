namespace WxYarpGateway.MiniPrograms.Notices;

/// <summary>A notice that a replica has taken to send it.</summary>
/// <param name="Id">The id.</param>
/// <param name="App">The mini program's AppId.</param>
/// <param name="OpenId">The user's openid.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Payload">The message as JSON.</param>
/// <param name="Attempts">How often it was taken, this time included.</param>
/// <param name="HeldUntil">When other replicas may take it, should this one not say what became of it.</param>
/// <param name="MayBeSent">Whether nobody knows what WeChat made of an earlier try.</param>
public sealed record DueNotice(
    long Id,
    string App,
    string OpenId,
    string TemplateId,
    string Payload,
    int Attempts,
    DateTimeOffset HeldUntil,
    bool MayBeSent)
{
    /// <summary>Returns the id only: the message is personal.</summary>
    public override string ToString() => $"notice {Id}";
}
