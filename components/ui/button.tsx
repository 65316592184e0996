import type { ButtonHTMLAttributes } from 'react'
import { classNames } from './class-names'

/** `filled`: the next step, one per page. `lead`: a next step that moves the lead. `danger`: commits to what hurts. */
export type ButtonLook = 'plain' | 'filled' | 'lead' | 'danger' | 'bare'

const looks: Record<ButtonLook, string> = {
  plain: 'border border-line-strong bg-panel hover:border-ink',
  filled: 'border border-ink bg-ink text-paper',
  lead: 'border border-gold-line bg-gold text-[#14161c]',
  danger: 'border border-danger bg-danger text-[#fff]',
  bare: 'border border-transparent text-muted hover:bg-raised hover:text-ink',
}

/** A disabled button is still reachable by keyboard, so that its reason can be read; pressing it does nothing. */
const impossible = 'cursor-not-allowed border border-dashed border-line-strong text-faint'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  look?: ButtonLook
  small?: boolean
  /** Whether it can be pressed now. */
  possible?: boolean
}

export function Button({ look = 'plain', small = false, possible = true, type = 'button', className, onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={possible ? undefined : true}
      onClick={possible ? onClick : (event) => event.preventDefault()}
      className={classNames(
        'rounded-md text-center font-semibold print:hidden [overflow-wrap:anywhere]',
        small ? 'px-2.5 py-1 text-sm' : 'px-4 py-2',
        possible ? looks[look] : impossible,
        className,
      )}
    />
  )
}
