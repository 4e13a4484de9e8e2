using System.Text.RegularExpressions;

namespace WxYarpGateway.Simulator.Accounts;

/// <summary>A template of a mini program's notices.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text with its fields, such as <c>商品：{{thing1.DATA}}</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsLongTerm">Whether one consent allows any number of notices (长期订阅).</param>
public sealed partial record NoticeTemplate(string Id, string Content, string Title = "", bool IsLongTerm = false)
{
    /// <summary>Gets the names of the fields, in order.</summary>
    internal IReadOnlyList<string> Fields => [.. FieldPattern().Matches(Content).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{\{(\w+)\.DATA\}\}")]
    private static partial Regex FieldPattern();
}
