using System.CommandLine;
using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>
/// Asks the gateway that runs with the same configuration whether it is ready: what an image without a shell needs for its health check.
/// </summary>
internal static class HealthCommand
{
    // Probes give up after a few seconds; a gateway answers in milliseconds.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <summary>Prints what <c>/health/ready</c> says; returns 0 when the gateway is ready, else 1.</summary>
    public static async Task<int> RunAsync(
        GatewayEnvironment environment, string[] settings, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddGatewaySources(environment, environment.JsonFiles(), settings);
        if (AddressOf(GatewayBinder.Read(configuration.GetSection(GatewayOptions.Section))) is not { } address)
        {
            console.Error.WriteLine("Gateway:InternalUrls names no address that can be asked: it must be one http address with a port.");
            return StartupErrors.Failed;
        }

        try
        {
            // The gateway is on this machine, whatever proxy the environment names for others.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
            using var answer = await client.GetAsync(address, cancellationToken);
            console.Output.Write(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.StatusCode == HttpStatusCode.OK ? 0 : StartupErrors.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            var why = exception is HttpRequestException ? exception.Message.TrimEnd('.') : "it takes too long";
            console.Error.WriteLine($"No gateway answers at {address}: {why}.");
            return StartupErrors.Failed;
        }
    }

    private static Uri? AddressOf(GatewayOptions options)
    {
        if (options.EachInternalUrl().FirstOrDefault(
            url => ListenAddress.WhatIsWrong(url, ListenAddress.InternalSchemes) is null) is not { } url)
        {
            return null;
        }

        var address = BindingAddress.Parse(url);
        var isEveryAddress = address.Host is "*" or "+"
            || (IPAddress.TryParse(address.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)));
        return address is { IsUnixPipe: false, IsNamedPipe: false, Port: > 0 }
            ? new UriBuilder(Uri.UriSchemeHttp, isEveryAddress ? "localhost" : address.Host, address.Port, HealthSetup.Ready).Uri
            : null;
    }
}
