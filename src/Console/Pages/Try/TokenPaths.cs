namespace WxYarpGateway.Console.Pages.Try;

/// <summary>Knows the APIs of WeChat whose answer is a token, ticket or key: the console does not call them.</summary>
internal static class TokenPaths
{
    // Parts of the names of such APIs. Others that have a token beside other things are called, and it is masked.
    private static readonly string[] Parts =
    [
        "token", "getticket", "jscode2session", "sessionkey", "encryptkey", "preauthcode", "query_auth", "start_push_ticket",
        "get_authorizer_list", "get_authorizer_info", "resetappsecret",
    ];

    // Parts of the names of APIs that take something away for good.
    private static readonly string[] Dangerous = ["clear_quota", "clear", "delete", "del_", "unbind", "destroy", "batchdel"];

    /// <summary>Returns whether the answer of an API is a secret.</summary>
    public static bool Answers(string path) => Has(path, Parts);

    /// <summary>Returns whether an API takes something away for good.</summary>
    public static bool IsDangerous(string path) => Has(path, Dangerous);

    private static bool Has(string path, string[] parts)
        => parts.Any(part => path.Contains(part, StringComparison.OrdinalIgnoreCase));
}
