using System.Text.Json;

namespace WxYarpGateway.Conformance.Answers;

/// <summary>One line of <c>answers.json</c>: what a backend answers, and what WeChat and the user get.</summary>
/// <param name="Name">The case in a few words.</param>
/// <param name="Backend">What the backend answers.</param>
public sealed record AnswerCase(string Name, string Backend)
{
    /// <summary>Gets the kind of account.</summary>
    public string Kind { get; init; } = "OfficialAccount";

    /// <summary>Gets the format in which WeChat pushes: Xml or Json.</summary>
    public string Format { get; init; } = "Xml";

    /// <summary>Gets the event that is pushed; a text when there is none.</summary>
    public string? Event { get; init; }

    /// <summary>Gets the status of the backend's answer.</summary>
    public int BackendStatus { get; init; } = 200;

    /// <summary>Gets the status that WeChat gets.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Gets the body that WeChat opens, without the addresses and the time of a message.</summary>
    public string Passive { get; init; } = "";

    /// <summary>Gets the bodies of the customer-service messages, without the user.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    public static IReadOnlyList<AnswerCase> All { get; } = Read();

    private static List<AnswerCase> Read()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Answers", "answers.json"));
        return JsonSerializer.Deserialize<List<AnswerCase>>(text, JsonSerializerOptions.Web)!;
    }
}
