using Microsoft.Extensions.Primitives;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Configuration.Files;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Certificates;

/// <summary>
/// Reads the certificates at start, and again when their files or the configuration change. After a bad file the last good one stays.
/// </summary>
/// <remarks>
/// It polls the files every second, like the configuration, so that changes of mounts and swapped links are noticed.
/// </remarks>
internal sealed partial class CertificateWatch(
    ServerCertificates certificates,
    CertificateReader reader,
    CertificateMetrics metrics,
    GatewaySettings settings,
    WeChatConfiguration configuration,
    TimeProvider clock,
    ILogger<CertificateWatch> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _oneLook = new();
    private ITimer? _timer;
    private IDisposable? _watch;

    /// <summary>Reads the certificates before the server begins to listen.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        metrics.Watch(certificates);
        _watch = ChangeToken.OnChange(configuration.GetChangeToken, Look);
        _timer = clock.CreateTimer(_ => Look(), null, Pause, Pause);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _timer?.Dispose();
    }

    /// <summary>Reads what has changed since the last look.</summary>
    internal void Look()
    {
        lock (_oneLook)
        {
            var before = certificates.Served;
            var now = settings.Options.Certificates.Select(entry => LookAt(entry.Key, entry.Value, before)).ToArray();
            if (!now.SequenceEqual(before))
            {
                certificates.Replace(now);
            }
        }
    }

    private ServedCertificate LookAt(string name, CertificateOptions options, IReadOnlyList<ServedCertificate> before)
    {
        var inUse = before.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        var print = string.Join('\n', reader.FilesOf(options).Select(path => PolledFiles.Print(new FileInfo(path))));
        if (inUse is not null && inUse.Options == options && inUse.Print == print)
        {
            return inUse;
        }

        var reading = reader.Read(options, clock.GetUtcNow());
        if (reading.Certificate is { } certificate)
        {
            Log.Served(logger, name, certificate.Leaf.Subject, certificate.NotAfter);
            return new ServedCertificate(name, options, print, certificate, null);
        }

        var problem = $"{reading.Key} {reading.Problem}. {reading.Fix}.";
        Log.Kept(logger, name, problem, inUse?.Certificate?.NotAfter);
        return new ServedCertificate(name, options, print, inUse?.Certificate, problem);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Certificate '{Name}' is served: '{Subject}', valid until '{NotAfter}'.",
            EventName = "CertificateServed")]
        public static partial void Served(ILogger logger, string name, string subject, DateTimeOffset notAfter);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The files of certificate '{Name}' have changed and cannot be served: '{Problem}' Serving the one before, valid until "
            + "'{NotAfter}', and reading the files again when they change.",
            EventName = "CertificateKept")]
        public static partial void Kept(ILogger logger, string name, string problem, DateTimeOffset? notAfter);
    }
}
