using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Endpoints;

/// <summary>
/// The rules of <c>Gateway:VerifyFiles</c>: names that WeChat gives, small contents, and never in a service's or an endpoint's way.
/// </summary>
internal sealed class VerifyFilesRule : IGatewayRule
{
    // The keys of a service that are paths on the public addresses.
    private static readonly string[] ServicePaths = ["MessagePath", "OAuthPath", "QrLoginPath"];

    /// <inheritdoc/>
    public void Check(GatewayOptions options, IConfigurationSection section, ConfigurationReport report)
    {
        var setting = section.GetSection(nameof(GatewayOptions.VerifyFiles));
        if (!string.IsNullOrEmpty(setting.Value))
        {
            report.Error(setting.Path, "must be an object; it is a single value", "Write { \"MP_verify_x.txt\": \"x\" }");
        }

        var files = setting.GetChildren().ToList();
        if (files.Count > VerifyFile.Most)
        {
            report.Error(setting.Path, $"has {files.Count} files; {VerifyFile.Most} are the most", "Remove those that WeChat has seen");
        }

        foreach (var file in files)
        {
            CheckFile(file, report);
        }

        CheckApart(options, section, files, report);
    }

    private static void CheckFile(IConfigurationSection file, ConfigurationReport report)
    {
        if (!VerifyFile.IsName(file.Key))
        {
            report.Error(
                file.Path,
                "must have the name of a file that WeChat gave: MP_verify_ and letters or digits, or letters or digits alone, then .txt",
                "Name it as the file that you downloaded is named");
        }
        else if (file.GetChildren().Any())
        {
            report.Error(
                file.Path,
                "must be a single value; it is a list or an object",
                "Write what stands in the file that you downloaded");
        }
        else if (VerifyFile.WhatIsWrong(file.Value) is { } problem)
        {
            report.Error(file.Path, problem, "Write what stands in the file that you downloaded");
        }
    }

    private static void CheckApart(
        GatewayOptions options, IConfigurationSection section, List<IConfigurationSection> files, ConfigurationReport report)
    {
        if (files.Count == 0)
        {
            return;
        }

        var endpoints = options.EndpointsOnPublicListener
            ? options.Endpoints.Served().Select(endpoint => (What: $"the endpoint {endpoint.Key}", endpoint.Path))
            : [];
        var services = from service in section.GetSection("Services").GetChildren()
                       from key in ServicePaths
                       where !string.IsNullOrEmpty(service[key])
                       select (What: $"{key} of service {service.Key}", Path: service[key]!);
        var taken = services.Concat(endpoints).ToLookup(path => path.Path.Trim('/'), path => path.What, StringComparer.OrdinalIgnoreCase);
        foreach (var file in files.Where(file => taken.Contains(file.Key)))
        {
            report.Error(
                file.Path,
                $"is at /{file.Key}, which is {taken[file.Key].First()} too",
                "Give that another path: WeChat looks for the file there and nowhere else");
        }
    }
}
