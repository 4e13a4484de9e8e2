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

    /// <summary>Gets or sets the result of notices, pushed as <c>subscribe_msg_sent_event</c>: 0 or an error; null: none.</summary>
    public int? NoticeResult { get; set; }

    /// <summary>Gets or sets whether the mini program may not send notices (errcode 43107).</summary>
    public bool IsBannedFromNotices { get; set; }

    /// <summary>Gets or sets how long WeChat takes for a notice; another one to the same user meanwhile gets errcode 43108.</summary>
    public TimeSpan NoticeDuration { get; set; }

    /// <summary>Gets or sets how many texts are checked a minute; one more gets errcode 45009.</summary>
    /// <value>The default is 4,000, the documented number.</value>
    public int TextChecksPerMinute { get; set; } = 4_000;

    /// <summary>Gets or sets how long the check of a picture or a sound takes, until <c>wxa_media_check</c> is pushed.</summary>
    public TimeSpan MediaCheckDuration { get; set; }

    /// <summary>Gets or sets how many mini program codes are drawn a minute; one more gets errcode 45009.</summary>
    /// <value>The default is 5,000, the documented number.</value>
    public int CodesPerMinute { get; set; } = 5_000;

    /// <summary>Gets or sets whether the mini program may not make short links (errcode 43104).</summary>
    public bool LacksShortLinks { get; set; }
}
