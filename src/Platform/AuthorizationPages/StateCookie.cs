using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pages;

namespace WxYarpGateway.Platform.AuthorizationPages;

/// <summary>The cookie that binds a way to WeChat and back to one browser.</summary>
internal static class StateCookie
{
    private const string Name = "wxgw-authorization-";
    private const int IdLetters = 8;

    // Two tabs have two cookies.
    public static BrowserCookie Of(WeChatPlatform platform, ReturnState state)
        => new(Name + state.Id[..Math.Min(IdLetters, state.Id.Length)], platform.PublicUrl);
}
