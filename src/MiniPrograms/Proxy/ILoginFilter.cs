using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>
/// Looks at requests on their way to a backend, after forged headers are removed. Register it as a singleton; filters run in the
/// order of their registration.
/// </summary>
internal interface ILoginFilter
{
    /// <summary>Returns whether there is anything to look at in requests of a mini program.</summary>
    /// <param name="app">The mini program.</param>
    bool Concerns(LoginApp app);

    /// <summary>Returns the answer in the place of the backend's; <see langword="null"/> lets the request go on.</summary>
    /// <param name="context">The request. A filter that reads the body puts it back.</param>
    /// <param name="app">The mini program.</param>
    /// <param name="session">The session; <see langword="null"/> when nobody is logged in.</param>
    /// <param name="path">The path as the backend gets it.</param>
    ValueTask<LoginAnswer?> CheckAsync(HttpContext context, LoginApp app, UserSession? session, string path);
}
