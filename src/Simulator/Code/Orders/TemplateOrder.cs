using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code.Orders;

/// <summary>The body of <c>POST /simulator/template</c>: adds a template, a draft or both to a platform's library.</summary>
internal sealed record TemplateOrder
{
    public required string Platform { get; init; }

    public CodeTemplate? Template { get; init; }

    public CodeTemplate? Draft { get; init; }

    public void Add(CodeControl code)
    {
        if (Template is null && Draft is null)
        {
            throw new ArgumentException("The body must have 'template' or 'draft'.");
        }

        if (Template is not null)
        {
            code.AddTemplate(Platform, Template);
        }

        if (Draft is not null)
        {
            code.AddDraft(Platform, Draft);
        }
    }
}
