namespace WxYarpGateway.Gateway.Answers.Descriptions;

/// <summary>Says what an endpoint does with one method. It becomes an operation in the document of the internal API.</summary>
/// <param name="summary">One sentence.</param>
/// <param name="query">The parameters of the query, each as <c>name: what it says</c>.</param>
internal sealed class Description(string summary, params string[] query)
{
    /// <summary>Gets the sentence.</summary>
    public string Summary => summary;

    /// <summary>Gets the parameters of the query, each as <c>name: what it says</c>.</summary>
    public IReadOnlyList<string> Query => query;

    /// <summary>Gets an example of the body; <see langword="null"/> when none is taken.</summary>
    public string? Body { get; init; }

    /// <summary>Gets the content type of the body.</summary>
    public string BodyType { get; init; } = "application/json";

    /// <summary>Gets the status of a success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Gets the content type of the answer.</summary>
    public string AnswerType { get; init; } = "application/json";

    /// <summary>Gets whether the endpoint is there just now, where that is not decided by its path; else it always is.</summary>
    public Func<bool> IsServed { get; init; } = static () => true;

    /// <summary>Makes a description of one sentence.</summary>
    /// <param name="summary">The sentence.</param>
    public static implicit operator Description(string summary) => new(summary);
}
