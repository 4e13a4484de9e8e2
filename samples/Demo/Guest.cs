using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;

namespace WxYarpGateway.Demo;

/// <summary>Makes the gateway a guest: WeChat and the backend live in the same process, which in production they never do.</summary>
internal static class Guest
{
    /// <summary>Keeps what the other two do out of the gateway's traces.</summary>
    public static void Settle(IServiceCollection services, Uri weChat, Uri backend)
    {
        services.Configure<AspNetCoreTraceInstrumentationOptions>(
            spans => spans.Filter = request => !IsOther(request.Connection.LocalPort));
        services.Configure<HttpClientTraceInstrumentationOptions>(
            spans => spans.FilterHttpRequestMessage = call => IsOther(call.RequestUri?.Port));

        bool IsOther(int? port) => port == weChat.Port || port == backend.Port;
    }
}
