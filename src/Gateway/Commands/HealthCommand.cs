using System.CommandLine;
using System.Net;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>
/// Asks the gateway that runs with the same configuration whether it is ready.
/// An image without a shell needs this command for its health check.
/// </summary>
internal static class HealthCommand
{
    // Probes give up after a few seconds; a gateway answers in milliseconds.
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Prints the answer of <c>/health/ready</c>; returns 0 when the gateway is ready, else 1.</summary>
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
            // The gateway runs on this machine, so no proxy of the environment lies between.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = AnswerTimeout };
            using var answer = await client.GetAsync(address, cancellationToken);
            console.Output.Write(await answer.Content.ReadAsStringAsync(cancellationToken));
            return answer.StatusCode == HttpStatusCode.OK ? 0 : StartupErrors.Failed;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            var reason = exception is HttpRequestException ? exception.Message.TrimEnd('.') : "it takes too long";
            console.Error.WriteLine($"No gateway answers at {address}: {reason}.");
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
