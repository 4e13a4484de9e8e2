using WxYarpGateway.TokenService.Api.Calls;

namespace WxYarpGateway.Platform.Code;

/// <summary>One of WeChat's calls about the code of mini programs (小程序代码管理).</summary>
/// <param name="Name">What it does, in one or two words; the name of the operation in tables and documents.</param>
/// <param name="Method">The HTTP method that WeChat wants: errcode 43001 and 43002 are its answers to another one.</param>
/// <param name="Path">WeChat's path.</param>
public sealed record CodeCall(string Name, HttpMethod Method, string Path)
{
    /// <summary>Gets a value indicating whether it changes something; three such calls are GETs.</summary>
    public bool Changes { get; init; }

    /// <summary>Gets a value indicating whether it carries the platform's token; else the account's.</summary>
    public bool IsOfPlatform { get; init; }

    /// <summary>Returns the call as it is sent: what changes something only once.</summary>
    internal WeChatCall ToCall() => new(Method, Path) { OnceWithin = Changes ? CodeCalls.TimeToChange : null };

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
