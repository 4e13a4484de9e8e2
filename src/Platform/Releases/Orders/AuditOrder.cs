using System.Text.Json;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>What is submitted for an audit with the code (WeChat's <c>submit_audit</c>).</summary>
/// <param name="Fields">WeChat's fields without <c>item_list</c>, as a JSON object.</param>
/// <param name="Items">WeChat's <c>item_list</c>; <see langword="null"/> for none, or for the first category.</param>
/// <param name="IsFirstCategory">Whether the page is filed under the first category that the mini program has.</param>
public sealed record AuditOrder(JsonElement Fields, JsonElement? Items, bool IsFirstCategory)
{
    /// <summary>The word in <c>item_list</c> for the first category that each mini program has.</summary>
    public const string FirstCategory = "FirstCategory";

    /// <summary>The fields of <c>submit_audit</c> that an order may have. Source: 第三方平台, 提交代码审核, read 2026-11.</summary>
    internal static readonly string[] Known =
    [
        "item_list", "preview_info", "version_desc", "feedback_info", "feedback_stuff", "ugc_declare", "privacy_api_not_use", "order_path",
    ];
}
