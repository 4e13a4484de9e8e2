using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Browser.Tests.OAuth;

/// <summary>One of the stage's accounts. The same two people use both, under another openid at each.</summary>
internal sealed record Account(string Service, string Path)
{
    public static readonly Account Shop = new("shop", "/redirect");

    /// <summary>An account whose path lies below the other one's, so that browsers send it the cookies of both.</summary>
    public static readonly Account Club = new("club", "/redirect/club");

    public static readonly Account[] All = [Shop, Club];

    public string AppId => "wx" + Service;

    public string AppSecret => "planted-secret-of-" + Service;

    public SimulatedUser Ada => new() { OpenId = $"oAda-at-{Service}", Nickname = "小明 & <b>Ada</b>" };

    public SimulatedUser Bob => new() { OpenId = $"oBob-at-{Service}", Nickname = "Bob" };

    /// <summary>Returns the link that begins a redirect to this account.</summary>
    public string Start(string scope = "snsapi_userinfo", string state = "", string to = "")
        => $"{RedirectStage.Site}{Path}/start?scope={scope}&state={Uri.EscapeDataString(state)}&to={Uri.EscapeDataString(to)}";

    /// <summary>Returns a link to WeChat that somebody wrote into a menu, without the gateway.</summary>
    public string MenuLink(string scope, string state)
        => $"https://{RedirectStage.WeChatHost}/connect/oauth2/authorize?appid={AppId}&redirect_uri={Uri.EscapeDataString(RedirectStage.Site + Path)}&response_type=code&scope={scope}&state={state}#wechat_redirect";
}
