namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Lists what users answer when an account asks for their profile (scope <c>snsapi_userinfo</c>).</summary>
public enum ConsentAnswer
{
    /// <summary>The consent page asks them.</summary>
    Ask,

    /// <summary>They agreed before: no page asks, unless the account forces one with <c>forcePopup=true</c>.</summary>
    Allow,

    /// <summary>They refuse at once.</summary>
    Refuse,
}
