using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>Compares what a page lets the mouse do with what Tab reaches.</summary>
internal static class TabWalk
{
    // What can be clicked or typed into: the browser's own controls, what Blazor listens to clicks of, and what looks like a link.
    private const string Begin = """
        scope => {
          const own = 'a[href], button, input:not([type=hidden]), select, textarea, summary, '
            + '[role=button], [role=tab], [role=menuitem], [role=switch]';
          const clicks = ['click', 'mousedown', 'mouseup', 'pointerdown'];
          const listens = element => Object.keys(element).some(key => key.startsWith('_blazorEvents_')
            && clicks.some(name => element[key].getHandler?.(name) ?? element[key].handlers?.[name]));

          // MudBlazor listens to clicks on these and does nothing.
          const deaf = element => element.matches('.mud-alert, .mud-popover-cascading-value');
          const shown = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
            && element.getClientRects().length > 0 && !element.closest('[inert], [aria-hidden=true]');
          const on = element => !element.matches(':disabled, [aria-disabled=true]') && !element.closest(':disabled');
          const points = element => getComputedStyle(element).cursor === 'pointer';
          const root = document.querySelector(scope);
          const can = new Set([...root.querySelectorAll('*')].filter(element => shown(element) && on(element) && !deaf(element)
            && (element.matches(own) || listens(element) || (points(element) && !points(element.parentElement)))));

          // A ring around it or what it is in, or other colors than before.
          const ringed = element => {
            for (let one = element, up = 0; one && up < 4; one = one.parentElement, up++) {
              const style = getComputedStyle(one);
              if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) {
                return true;
              }
            }
            return false;
          };
          const look = element => {
            const around = element.parentElement;
            const borders = around.querySelectorAll('.mud-input-outlined-border');
            const marks = [element, around, element.closest('.mud-input-control'), ...borders];
            return marks.filter(Boolean).map(one => {
              const style = getComputedStyle(one);
              return [style.outline, style.boxShadow, style.borderTopColor, style.borderTopWidth, style.backgroundColor].join();
            }).join(';');
          };
          const walk = window.tabWalk = { can, reached: new Set(), dim: [], unseen: [], again: false };
          const before = new Map([...can].map(element => [element, look(element)]));
          document.addEventListener('focusin', walk.listen = event => {
            walk.again ||= walk.reached.has(event.target);
            walk.reached.add(event.target);
          });
          walk.settle = () => {
            const element = document.activeElement;
            if (!root.contains(element) || element === document.body) {
              return walk.again || !root.contains(element);
            }
            const box = element.getBoundingClientRect();
            if (box.bottom < 0 || box.right <= 0 || box.top > innerHeight || box.left >= innerWidth) {
              walk.unseen.push(element);
            }
            if (!ringed(element) && look(element) === before.get(element)) {
              walk.dim.push(element);
            }
            return walk.again;
          };
          const start = root.querySelector('h1') ?? root;
          start.tabIndex = -1;
          start.focus();
          walk.reached.clear();
          walk.again = false;
          return can.size;
        }
        """;

    // A wrapper is reached with what is in it, a label with its field, and what lies in a button with the button.
    private const string End = """
        () => {
          document.removeEventListener('focusin', tabWalk.listen);
          const told = element => element.outerHTML.replace(element.innerHTML, '').slice(0, 160) + ' '
            + (element.textContent ?? '').trim().slice(0, 40);
          const reached = [...tabWalk.reached];
          const control = '.mud-input-control';
          const carrier = element => element.parentElement?.closest('a[href], button, summary, label, [role=button]');
          const is = element => reached.some(one => element.contains(one) || (element.control ?? element.closest('label')?.control) === one
              || element.closest(control)?.contains(one))
            || (carrier(element) && is(carrier(element)));
          return [
            ...[...tabWalk.can].filter(element => element.isConnected && !is(element)).map(element => 'not reached: ' + told(element)),
            ...tabWalk.unseen.map(element => 'has the focus out of sight: ' + told(element)),
            ...tabWalk.dim.map(element => 'no sign of the focus: ' + told(element)),
          ];
        }
        """;

    /// <summary>Goes through a part of a page by Tab alone; returns what is out of reach, or has the focus without a sign of it.</summary>
    public static async Task<IReadOnlyList<string>> TabThroughAsync(this IPage page, string scope)
    {
        var most = (2 * await page.EvaluateAsync<int>(Begin, scope)) + 20;
        for (var presses = 0; presses < most; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("tabWalk.settle()"))
            {
                return await page.EvaluateAsync<string[]>(End);
            }
        }

        return ["Tab does not leave it", .. await page.EvaluateAsync<string[]>(End)];
    }
}
