using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Configuration.Rules;

/// <summary>Checks reply options that span several keys.</summary>
internal static class ReplyRules
{
    private const int MostFetchTexts = 50;
    private const int LongestFetchText = 100;

    /// <summary>Reports errors of a service's reply options.</summary>
    public static void Check(ServiceSettings service, ConfigurationReport report)
    {
        var reply = service.Options.Reply;
        if (reply.WhenFailed == WhenFailed.Text && string.IsNullOrWhiteSpace(reply.FailureText))
        {
            report.Error(PathOf(service, nameof(ReplyOptions.FailureText)), "is missing, and WhenFailed is Text",
                "Write the text, or set WhenFailed to Nothing");
        }

        CheckRetries(service, reply, report);
        CheckFetchTexts(service, reply, report);
        if (reply.Typing && string.IsNullOrEmpty(service.Options.AppSecret))
        {
            report.Error(PathOf(service, nameof(ReplyOptions.Typing)),
                "is true, and AppSecret is missing: WeChat shows it by the customer-service API", "Set AppSecret, or Typing to false");
        }
    }

    private static void CheckRetries(ServiceSettings service, ReplyOptions reply, ConfigurationReport report)
    {
        if (reply.WhenLate != WhenLate.Retries)
        {
            return;
        }

        if (service.Options.Kind != ServiceKind.OfficialAccount)
        {
            report.Error(
                PathOf(service, nameof(ReplyOptions.WhenLate)),
                $"is Retries, and Kind is {service.Options.Kind}, whose users read no answer to a push",
                "Set it to CustomerService");
        }

        if (reply.WhenStillLate == WhenStillLate.CustomerService && string.IsNullOrEmpty(service.Options.AppSecret))
        {
            report.Error(
                PathOf(service, nameof(ReplyOptions.WhenStillLate)),
                "is CustomerService, and AppSecret is missing",
                "Set AppSecret, or WhenStillLate to NextMessage");
        }
    }

    private static void CheckFetchTexts(ServiceSettings service, ReplyOptions reply, ConfigurationReport report)
    {
        if (reply.FetchTexts.Count > MostFetchTexts)
        {
            report.Error(PathOf(service, nameof(ReplyOptions.FetchTexts)),
                $"has {reply.FetchTexts.Count} texts; {MostFetchTexts} are the most", "Remove some");
        }

        for (var index = 0; index < reply.FetchTexts.Count; index++)
        {
            var text = reply.FetchTexts[index];
            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestFetchText || text != text.Trim())
            {
                report.Error(
                    $"{PathOf(service, nameof(ReplyOptions.FetchTexts))}:{index}",
                    $"must have 1 to {LongestFetchText} characters, without spaces around them",
                    "Write what a user types, such as 继续");
            }
        }
    }

    private static string PathOf(ServiceSettings service, string key)
        => ServiceRules.PathOf(service, $"{nameof(ServiceOptions.Reply)}:{key}");
}
