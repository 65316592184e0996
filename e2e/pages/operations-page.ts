import { expect, type Locator, type Page } from '@playwright/test'

/** What an operator does on the Operations screen, and in a plan wherever it was opened. */
export class OperationsPage {
  constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly id = 'default',
  ) {}

  async open(query = ''): Promise<void> {
    await this.page.goto(`${this.url}/clusters/${this.id}/operations${query}`)
  }

  object(name: string): Locator {
    return this.page
      .locator(`[data-object="${name}"]`)
      .filter({ has: this.page.locator('[data-kind$="-jobmanager"], [data-kind$="-member"]') })
  }

  action(name: string, kind: string): Locator {
    return this.page.locator(`[data-object="${name}"] [data-kind="${kind}"]`)
  }

  nextStep(kind: string): Locator {
    return this.page.locator(`[data-act="${kind}"]`)
  }

  dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  plan(state: 'asking' | 'planned' | 'failed'): Locator {
    return this.page.locator(`[data-plan="${state}"]`)
  }

  commit(): Locator {
    return this.page.locator('[data-commit]')
  }

  confirmField(): Locator {
    return this.dialog().getByLabel(/to confirm/)
  }

  async fillReason(reason: string): Promise<void> {
    await this.dialog()
      .getByLabel(/^Reason/)
      .fill(reason)
  }

  /** Types what the plan requires and presses the one button. */
  async confirm(): Promise<void> {
    const label = await this.dialog().locator('label', { hasText: 'to confirm' }).locator('code').textContent()
    await this.confirmField().fill(label ?? '')
    await expect(this.commit()).not.toHaveAttribute('aria-disabled', 'true')
    await this.commit().click()
  }

  autopilot(): Locator {
    return this.page.getByRole('region', { name: 'Autopilot' })
  }

  record(state: string): Locator {
    return this.page.locator(`[data-operation][data-state="${state}"]`)
  }
}
