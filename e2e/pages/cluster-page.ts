import { expect, type Locator, type Page } from '@playwright/test'

/** What an operator sees of one cluster, by roles, names and the stable data attributes. */
export class ClusterPage {
  constructor(
    private readonly page: Page,
    private readonly url: string,
    private readonly id = 'default',
  ) {}

  async open(part: '' | '/recovery' | '/configuration' | '/zookeeper' | '/operations' | '/activity' = ''): Promise<void> {
    await this.page.goto(`${this.url}/clusters/${this.id}${part}`)
    await expect(this.connection('live')).toBeVisible()
  }

  verdict(level: string): Locator {
    return this.page.locator(`[data-level="${level}"]`)
  }

  anyVerdict(...levels: string[]): Locator {
    return this.page.locator(levels.map((level) => `[data-level="${level}"]`).join(', '))
  }

  sentence(): Locator {
    return this.page.getByRole('heading', { level: 1 })
  }

  master(master: string, role: string): Locator {
    return this.page.locator(`[data-master="${master}"][data-role="${role}"]`).first()
  }

  leader(master: string, process: string): Locator {
    return this.page.locator(`[data-master="${master}"][data-role="leader"][data-process="${process}"]`)
  }

  connection(state: string): Locator {
    return this.page.locator(`[data-connection="${state}"]`).first()
  }
}
