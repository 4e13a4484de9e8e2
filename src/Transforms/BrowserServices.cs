using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WxYarpGateway.Transforms.OAuth;
using WxYarpGateway.Transforms.Pages;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.QrLogin;

namespace WxYarpGateway.Transforms;

/// <summary>What is served to browsers.</summary>
internal static class BrowserServices
{
    /// <summary>The OAuth redirects: browsers go to WeChat's authorize page and come back with a code.</summary>
    public static void AddOAuth(this IServiceCollection services)
    {
        services.TryAddSingleton<RedirectMetrics>();
        services.TryAddSingleton<AuthorizeRedirect>();
        services.TryAddSingleton<RedirectReceiver>();
    }

    /// <summary>The sign-ins on web sites by QR code.</summary>
    public static void AddQrLogin(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton(
            QrLoginStart.Limits, (_, _) => new VisitorLimits(QrLoginStart.CodesOfOneAddress, QrLoginStart.CodesAMinute));
        services.TryAddSingleton<QrLoginStart>();
        services.TryAddSingleton<QrLoginWait>();
        services.TryAddSingleton<QrLoginConfirm>();
        services.TryAddSingleton<ConfirmationLink>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMessageGate, QrLoginGate>());
    }
}
