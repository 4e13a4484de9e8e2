using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Checks the settings of sign-ins by QR code.</summary>
internal static class QrLoginRules
{
    private const string FixPath = "Write the path of the pages, such as /wx/qr-login";

    /// <summary>Reports errors within one service.</summary>
    public static void Check(ServiceSettings service, ConfigurationReport report)
    {
        var options = service.Options;
        if (string.IsNullOrEmpty(options.QrLoginPath))
        {
            return;
        }

        var at = $"{service.Section.Path}:{nameof(ServiceOptions.QrLoginPath)}";
        OAuthRules.CheckPath(service, nameof(ServiceOptions.QrLoginPath), options.QrLoginPath, FixPath, report);
        if (options.Kind != ServiceKind.OfficialAccount)
        {
            report.Error(at, $"is set, and WeChat makes such QR codes for official accounts only; the kind is {options.Kind}",
                "Set it on the service of an official account");
        }

        if (string.IsNullOrEmpty(options.AppSecret))
        {
            report.Error($"{service.Section.Path}:{nameof(ServiceOptions.AppSecret)}",
                "is missing, and QrLoginPath is set, so no QR code can be made", "Copy it from the WeChat console");
        }
    }
}
