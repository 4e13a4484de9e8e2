using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;

namespace WxYarpGateway.Demo;

/// <summary>Makes the gateway a guest: WeChat and the backends live in the same process, which in production they never do.</summary>
internal static class Guest
{
    /// <summary>Keeps what the others do out of the gateway's traces.</summary>
    public static void Settle(IServiceCollection services, params IReadOnlyList<Uri> others)
    {
        services.Configure<AspNetCoreTraceInstrumentationOptions>(
            spans => spans.Filter = request => !IsOther(request.Connection.LocalPort));
        services.Configure<HttpClientTraceInstrumentationOptions>(
            spans => spans.FilterHttpRequestMessage = call => IsOther(call.RequestUri?.Port));

        bool IsOther(int? port) => others.Any(other => other.Port == port);
    }
}
