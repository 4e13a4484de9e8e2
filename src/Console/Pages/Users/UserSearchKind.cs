namespace WxYarpGateway.Console.Pages.Users;

/// <summary>By what a person is looked for; the names are the parameters of the API.</summary>
public enum UserSearchKind
{
    /// <summary>By WeChat's id at the mini program.</summary>
    Openid,

    /// <summary>By WeChat's id at all accounts of one owner.</summary>
    Unionid,

    /// <summary>By the phone number, typed in any way.</summary>
    Phone,
}
