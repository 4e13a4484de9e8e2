namespace WxYarpGateway.Simulator.Accounts;

/// <summary>Switches that change how WeChat treats the users of a mini program.</summary>
public sealed class MiniProgramSwitches
{
    /// <summary>Gets or sets how many logins in a row keep a user's session_key; 1 changes it each time.</summary>
    /// <value>The default is 3: wx.login changes the key only sometimes, and nobody is told when.</value>
    public int LoginsPerSessionKey { get; set; } = 3;

    /// <summary>Gets or sets how long a session_key is valid; WeChat does not tell it.</summary>
    /// <value>The default is three days.</value>
    public TimeSpan SessionKeyLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Gets or sets how many codes of one user are exchanged a minute; one more gets errcode 45011.</summary>
    /// <value>The default is 100, the documented number.</value>
    public int LoginsPerMinute { get; set; } = 100;
}
