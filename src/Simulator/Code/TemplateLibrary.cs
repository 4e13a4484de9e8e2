using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;

namespace WxYarpGateway.Simulator.Code;

/// <summary>A platform's drafts and templates: those of its settings, and those that were added since.</summary>
internal sealed class TemplateLibrary(PlatformState platform, TimeProvider clock)
{
    // Documented for ordinary templates.
    private const int MostTemplates = 200;

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _start = clock.GetUtcNow();
    private readonly HashSet<long> _deleted = [];
    private readonly List<CodeTemplate> _added = [];
    private readonly List<CodeTemplate> _addedDrafts = [];

    public IReadOnlyList<CodeTemplate> Templates
    {
        get
        {
            lock (_gate)
            {
                return Present();
            }
        }
    }

    public IReadOnlyList<CodeTemplate> Drafts
    {
        get
        {
            lock (_gate)
            {
                return [.. platform.Settings.TemplateDrafts.Concat(_addedDrafts).Select(Dated)];
            }
        }
    }

    public CodeTemplate? Find(long? id) => Templates.FirstOrDefault(template => template.Id == id);

    /// <summary>Adds a template, or replaces the one of the same id, as the platform's console does.</summary>
    public void Put(CodeTemplate template)
    {
        lock (_gate)
        {
            _deleted.Remove(template.Id);
            _added.RemoveAll(added => added.Id == template.Id);
            _added.Add(Dated(template with { CreatedAt = template.CreatedAt ?? clock.GetUtcNow() }));
        }
    }

    public void PutDraft(CodeTemplate draft)
    {
        lock (_gate)
        {
            _addedDrafts.RemoveAll(added => added.Id == draft.Id);
            _addedDrafts.Add(draft with { CreatedAt = draft.CreatedAt ?? clock.GetUtcNow() });
        }
    }

    /// <summary>Makes a draft a template; the draft stays.</summary>
    public ApiError? Take(long? draftId, int type)
    {
        if (Drafts.FirstOrDefault(draft => draft.Id == draftId) is not { } draft)
        {
            return CodeErrors.NotInLibrary;
        }

        lock (_gate)
        {
            var present = Present();
            if (present.Count >= MostTemplates)
            {
                return CodeErrors.LibraryFull;
            }

            // Ids are never used again.
            var last = present.Select(template => template.Id).Concat(_deleted).DefaultIfEmpty(0).Max();
            _added.Add(draft with { Id = last + 1, Type = type, CreatedAt = clock.GetUtcNow() });
            return null;
        }
    }

    public ApiError? Delete(long? id)
    {
        lock (_gate)
        {
            if (!Present().Any(template => template.Id == id))
            {
                return CodeErrors.NotInLibrary;
            }

            _added.RemoveAll(template => template.Id == id);
            _deleted.Add(id!.Value);
            return null;
        }
    }

    private List<CodeTemplate> Present() =>
    [
        .. platform.Settings.Templates
            .Where(template => !_deleted.Contains(template.Id) && _added.TrueForAll(added => added.Id != template.Id))
            .Concat(_added)
            .Select(Dated),
    ];

    private CodeTemplate Dated(CodeTemplate template) => template with { CreatedAt = template.CreatedAt ?? _start };
}
